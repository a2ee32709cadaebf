import { lazy } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { Guarded } from './layouts/Guarded.tsx';
import { firstLesson } from './lessons.ts';
import { useProgress } from './places/progress.ts';
import { addresses } from './routes/addresses.ts';
import { LessonPage } from './routes/LessonPage.tsx';
import { NotFoundPage } from './routes/NotFoundPage.tsx';
import { PlaygroundPage } from './routes/PlaygroundPage.tsx';

const EmbedPage = lazy(async () => ({ default: (await import('./embed/EmbedPage.tsx')).EmbedPage }));
const SharedPage = lazy(async () => ({ default: (await import('./share/SharedPage.tsx')).SharedPage }));
const CertificatePage = lazy(async () => ({
  default: (await import('./record/CertificatePage.tsx')).CertificatePage,
}));
const EmbeddingPage = lazy(async () => ({ default: (await import('./embedding/EmbeddingPage.tsx')).EmbeddingPage }));
const HomePage = lazy(async () => ({ default: (await import('./home/HomePage.tsx')).HomePage }));

/** Which page stands at which address. */
export function App() {
  return (
    <Guarded name="Drydock">
      <Switch>
        <Route path="/" component={Start} />
        <Route path={addresses.lessonPattern} component={LessonPage} />
        <Route path={addresses.embedPattern} component={EmbedPage} />
        <Route path={addresses.embedding} component={EmbeddingPage} />
        <Route path={addresses.shared} component={SharedPage} />
        <Route path={addresses.certificate} component={CertificatePage} />
        <Route path={addresses.playgroundPattern} component={PlaygroundPage} />
        <Route>
          <NotFoundPage />
        </Route>
      </Switch>
    </Guarded>
  );
}

/** Who has never been here is in the first lesson at once; everybody else chooses. */
function Start() {
  const newcomer = useProgress(({ lessons }) => Object.keys(lessons).length === 0);
  return newcomer ? <Redirect to={addresses.lesson(firstLesson)} replace /> : <HomePage />;
}
