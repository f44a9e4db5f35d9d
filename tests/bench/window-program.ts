/* What the benchmarks of the window use to drive it. */
export { addFiles, driveWindow } from '../e2e/window-driver'
