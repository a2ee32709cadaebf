import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { loadMessages } from './messages/messages.ts';
import { keepOffline } from './offline/keep-offline.ts';
import { findRunner } from './stores/runner.ts';
import './styles/theme.css';
import './styles/layout.css';
import { StrictMode } from 'react';

void keepOffline();
await loadMessages();
// Before the router looks at the address, which may hold a runner's link.
void findRunner();
createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
