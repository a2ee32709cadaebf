import { loadImageArchive } from '../stores/engine.ts';
import { useMachine } from '../stores/machine.ts';
import { showView } from '../stores/panels.ts';

const NAME = /\.(tar|tgz|tar\.gz)$/i;
/** What browsers call a tar while it is still in the air; a folder, or what they have no word for, has ''. */
const MAYBE = /^(application\/(x-|g)?(g?tar|gzip|x-gzip|compressed-tar|compressed)|)$/i;

/**
 * An image archive (`docker save`, an OCI layout as a tar) may be dropped anywhere: it is loaded as `docker load` would, and the
 * images come on screen. In the images view any file is taken for one. Everything else that is dropped is left to whoever it is dropped
 * on. `onOver` hears whether something that may be one hangs over the page. Answers the way to stop listening.
 */
export function listenForArchives(onOver: (over: boolean) => void): () => void {
  const over = (event: DragEvent) => {
    const item = onlyFile(event);
    if (!item || !(MAYBE.test(item.type) || overImages(event))) return;
    event.preventDefault();
    onOver(true);
  };
  const leave = (event: DragEvent) => {
    // Between two elements of the page there is another one to go to.
    if (event.relatedTarget === null) onOver(false);
  };
  const drop = (event: DragEvent) => {
    onOver(false);
    const item = onlyFile(event);
    const file = item?.getAsFile();
    if (!file || item?.webkitGetAsEntry()?.isDirectory || !(NAME.test(file.name) || overImages(event))) return;
    const { machine } = useMachine.getState();
    if (!machine) return;
    event.preventDefault();
    // The editor would open it as a text.
    event.stopPropagation();
    showView('images');
    void loadImageArchive(machine, file);
  };
  // Before the editor and the terminal hear of it.
  window.addEventListener('dragover', over, true);
  window.addEventListener('dragleave', leave, true);
  window.addEventListener('drop', drop, true);
  return () => {
    window.removeEventListener('dragover', over, true);
    window.removeEventListener('dragleave', leave, true);
    window.removeEventListener('drop', drop, true);
  };
}

function onlyFile({ dataTransfer }: DragEvent): DataTransferItem | undefined {
  const items = [...(dataTransfer?.items ?? [])];
  return items.length === 1 && items[0]!.kind === 'file' ? items[0] : undefined;
}

function overImages({ target }: DragEvent): boolean {
  return target instanceof Element && target.closest('.images-view') !== null;
}
