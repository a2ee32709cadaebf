import { Component, type ReactNode, Suspense } from 'react';
import { messages, useMessages } from '../messages/messages.ts';

/** A panel that fails or is still being loaded takes nothing else along, and says what can be done. */
export class Guarded extends Component<
  { readonly name: string; readonly children: ReactNode },
  { readonly error?: Error }
> {
  override state: { readonly error?: Error } = {};

  static getDerivedStateFromError(error: Error): { error: Error } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return <Suspense fallback={<Opening />}>{this.props.children}</Suspense>;
    const { panels } = messages();
    return (
      <div role="alert" className="padded">
        <p>
          <strong>{panels.broken(this.props.name)}</strong> {panels.brokenHint}
        </p>
        <p className="quiet">{error.message}</p>
        <button type="button" onClick={() => this.setState({ error: undefined })}>
          {panels.showAgain}
        </button>
      </div>
    );
  }
}

function Opening() {
  return <p className="quiet padded">{useMessages().opening}</p>;
}
