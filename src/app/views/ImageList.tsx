import { useMessages } from '../messages/messages.ts';
import { useEngine } from '../stores/engine.ts';
import { shortId, size } from './words.ts';

/** The images on this computer, as `docker images` lists them. */
export function ImageList() {
  const { imageList: words } = useMessages().views;
  const images = useEngine((state) => state.images);
  if (images.length === 0) return <p className="quiet">{words.none}</p>;
  return (
    <>
      <h2>{words.title}</h2>
      <table className="images">
        <thead>
          <tr>
            <th>{words.name}</th>
            <th>{words.id}</th>
            <th className="number">{words.size}</th>
          </tr>
        </thead>
        <tbody>
          {images.map((image) => (
            <tr key={image.Id}>
              <td>
                {image.RepoTags?.length ? image.RepoTags.join(', ') : <span className="quiet">{words.dangling}</span>}
              </td>
              <td>
                <code>{shortId(image.Id)}</code>
              </td>
              <td className="number">{size(image.Size)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
