import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { CaptureChoices } from '../capture/capture-choices';
import type { Clouds } from '../clouds/clouds';
import type { Measuring } from '../measure/measuring';
import type { Actions } from './actions';
import type { App } from './app';
import type { Library } from './library';
import type { Session } from './session';
import type { Ui } from './ui';
import type { Viewer } from './viewer';

/** The window's state and what it can do, for every component. */
export const AppContext = createContext<{ readonly app: App; readonly actions: Actions } | undefined>(undefined);

function useContextOfApp(): { readonly app: App; readonly actions: Actions } {
  const context = useContext(AppContext);
  if (!context) throw new Error('no AppContext around this component');
  return context;
}

/** The state itself, for effects and for what is read at the time of a click. */
export const useApp = (): App => useContextOfApp().app;

/** What the window can do. */
export const useActions = (): Actions => useContextOfApp().actions;

/** Part of the session; renders again when that part is another one. */
export const useSession = <Part>(part: (session: Session) => Part): Part => useStore(useApp().session, part);

/** Part of the library; renders again when that part is another one. */
export const useLibrary = <Part>(part: (library: Library) => Part): Part => useStore(useApp().library, part);

/** Part of the viewer's state; renders again when that part is another one. */
export const useViewer = <Part>(part: (viewer: Viewer) => Part): Part => useStore(useApp().viewer, part);

/** Part of measuring; renders again when that part is another one. */
export const useMeasuring = <Part>(part: (measuring: Measuring) => Part): Part => useStore(useApp().measuring, part);

/** Part of the clouds beside that of the photo in view; renders again when that part is another one. */
export const useClouds = <Part>(part: (clouds: Clouds) => Part): Part => useStore(useApp().clouds, part);

/** Part of what pictures and turntables are to be like; renders again when that part is another one. */
export const useCapture = <Part>(part: (choices: CaptureChoices) => Part): Part => useStore(useApp().capture, part);

/** Part of what is open in the window; renders again when that part is another one. */
export const useUi = <Part>(part: (ui: Ui) => Part): Part => useStore(useApp().ui, part);
