import { mount } from '../../../embed/index.ts';

export function simple(place: Element) {
  return mount(place, {
    lesson: 'first-steps/layers-and-the-cache',
    // Where Drydock is served; by default, where the script comes from.
    base: location.origin,
    panels: ['lesson', 'terminal', 'layers'],
  });
}
