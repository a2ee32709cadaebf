import { useEffect } from 'react';
import { useParams } from 'wouter';
import { Workbench } from '../layouts/Workbench.tsx';
import { playgroundPlace } from '../places/playgrounds.ts';
import { openPlace } from '../stores/machine.ts';

/** A playground at its workbench. */
export function PlaygroundPage() {
  const { id } = useParams<{ id: string }>();
  useEffect(() => openPlace(playgroundPlace(id)), [id]);
  return <Workbench problem={undefined} />;
}
