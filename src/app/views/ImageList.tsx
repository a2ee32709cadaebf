import { useEngine } from '../stores/engine.ts';
import { shortId, size } from './words.ts';

/** The images on this computer, as `docker images` lists them. */
export function ImageList() {
  const images = useEngine((state) => state.images);
  if (images.length === 0) return <p className="quiet">No images on this computer yet.</p>;
  return (
    <>
      <h2>Images on this computer</h2>
      <table className="images">
        <thead>
          <tr>
            <th>Name</th>
            <th>Id</th>
            <th className="number">Size</th>
          </tr>
        </thead>
        <tbody>
          {images.map((image) => (
            <tr key={image.Id}>
              <td>
                {image.RepoTags?.length ? image.RepoTags.join(', ') : <span className="quiet">no name (dangling)</span>}
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
