export {
  BufferAttribute, BufferGeometry, Color, CustomBlending, DynamicDrawUsage, Fog, Matrix4, Mesh,
  MeshBasicMaterial, NormalBlending, OneFactor, PerspectiveCamera, Scene, Vector3, WebGLRenderer, ZeroFactor,
} from "three";
export { MapControls } from "three/examples/jsm/controls/MapControls.js";
