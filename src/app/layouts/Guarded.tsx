import { Component, type ReactNode, Suspense } from 'react';

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
    if (!error) return <Suspense fallback={<p className="quiet padded">Opening…</p>}>{this.props.children}</Suspense>;
    return (
      <div role="alert" className="padded">
        <p>
          <strong>{this.props.name} cannot be shown.</strong> Your computer is running on; nothing is lost.
        </p>
        <p className="quiet">{error.message}</p>
        <button type="button" onClick={() => this.setState({ error: undefined })}>
          Show it again
        </button>
      </div>
    );
  }
}
