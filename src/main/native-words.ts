import type { Settings } from '../contract/app/settings';

/** A language that the native parts of the app speak. */
export type NativeLanguage = Exclude<Settings['language'], 'system'>;

const english = {
  file: 'File',
  openFolder: 'Open Folder…',
  openPhotos: 'Open Photos…',
  openSamples: 'Open Sample Photos',
  openRecent: 'Open Recent',
  clearRecent: 'Clear Menu',
  export: 'Export…',
  settings: 'Settings…',
  quit: 'Quit Fathom',
  edit: 'Edit',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select All',
  view: 'View',
  library: 'Library',
  viewer: 'Viewer',
  queue: 'Queue',
  resetZoom: 'Actual Size',
  zoomIn: 'Zoom In',
  zoomOut: 'Zoom Out',
  fullScreen: 'Full Screen',
  reload: 'Reload',
  developerTools: 'Developer Tools',
  window: 'Window',
  minimise: 'Minimise',
  help: 'Help',
  home: 'Fathom’s Home Page',
  issues: 'Report a Problem',
  licence: 'Licence',
  showLog: 'Show Log',
  about: 'About Fathom',
  hide: 'Hide Fathom',
  hideOthers: 'Hide Others',
  showAll: 'Show All',
  chooseFolder: 'Open a folder of photos',
  choosePhotos: 'Open photos',
  chooseDestination: 'Export to a folder',
  chooseModel: 'Import a model',
  photos: 'Photos',
  models: 'ONNX models',
  allFiles: 'All files',
  open: 'Open',
  choose: 'Choose',
  quitWhileRunning: 'Photos are still being exported.',
  quitWhileRunningDetail: 'What is finished is kept; the rest goes on when you open Fathom again and retry.',
  quitAnyway: 'Quit',
  keepRunning: 'Keep Exporting',
  startFailed: 'Fathom could not start',
};

/** The native parts' texts. */
export type NativeWords = Readonly<Record<keyof typeof english, string>>;

const simplifiedChinese: NativeWords = {
  file: '文件',
  openFolder: '打开文件夹…',
  openPhotos: '打开照片…',
  openSamples: '打开示例照片',
  openRecent: '最近打开',
  clearRecent: '清除菜单',
  export: '导出…',
  settings: '设置…',
  quit: '退出 Fathom',
  edit: '编辑',
  undo: '撤销',
  redo: '重做',
  cut: '剪切',
  copy: '复制',
  paste: '粘贴',
  selectAll: '全选',
  view: '视图',
  library: '图库',
  viewer: '查看器',
  queue: '队列',
  resetZoom: '实际大小',
  zoomIn: '放大',
  zoomOut: '缩小',
  fullScreen: '全屏',
  reload: '重新加载',
  developerTools: '开发者工具',
  window: '窗口',
  minimise: '最小化',
  help: '帮助',
  home: 'Fathom 主页',
  issues: '报告问题',
  licence: '许可证',
  showLog: '显示日志',
  about: '关于 Fathom',
  hide: '隐藏 Fathom',
  hideOthers: '隐藏其他',
  showAll: '全部显示',
  chooseFolder: '打开照片文件夹',
  choosePhotos: '打开照片',
  chooseDestination: '导出到文件夹',
  chooseModel: '导入模型',
  photos: '照片',
  models: 'ONNX 模型',
  allFiles: '所有文件',
  open: '打开',
  choose: '选择',
  quitWhileRunning: '照片仍在导出。',
  quitWhileRunningDetail: '已完成的会保留；其余的在您再次打开 Fathom 并重试时继续。',
  quitAnyway: '退出',
  keepRunning: '继续导出',
  startFailed: 'Fathom 无法启动',
};

const words: Readonly<Record<NativeLanguage, NativeWords>> = { en: english, 'zh-CN': simplifiedChinese };

/**
 * The texts in the language that is set, or in the system's.
 *
 * @param systemLocale a BCP 47 tag. Every Chinese is read as Simplified, every other language as English.
 */
export function nativeWords(language: Settings['language'], systemLocale: string): NativeWords {
  if (language !== 'system') return words[language];
  return words[/^zh\b/i.test(systemLocale) ? 'zh-CN' : 'en'];
}
