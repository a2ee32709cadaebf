import { Component, type ReactNode } from 'react';

/** A panel that fails takes nothing else along, and says what can be done. */
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
    if (!error) return this.props.children;
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
