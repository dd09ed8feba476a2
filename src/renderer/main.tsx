import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { connect } from './connect/connect';
import { setLanguage, startWords } from './i18n/start-words';
import { AppWindow } from './shell/app-window';
import { createActions } from './state/actions';
import { createApp } from './state/app';
import { AppContext } from './state/app-context';
import { followTheme } from './theme/apply-theme';
import './theme/theme.css';

const app = createApp(connect());
const setTheme = followTheme('system');
startWords();
app.session.subscribe(({ settings }, before) => {
  if (!settings || settings === before.settings) return;
  setTheme(settings.theme);
  setLanguage(settings.language);
});
const actions = createActions(app);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    {/* The page's policy forbids style elements that scripts write. */}
    <CSPProvider disableStyleElements>
      <Tooltip.Provider delay={500}>
        <AppContext value={{ app, actions }}>
          <AppWindow />
        </AppContext>
      </Tooltip.Provider>
    </CSPProvider>
  </StrictMode>,
);
