// Nodes that have the pod's images are better, the more so the bigger the images are and the more nodes have them.
// Kubernetes: pkg/scheduler/framework/plugins/imagelocality/image_locality.go
import type { Plugin } from "../plugin.ts";
import { scoreMax } from "../plugin.ts";

const mebibyte = 1024 * 1024;
/** Less than this is downloaded in no time. */
const bytesMin = 23 * mebibyte;
const bytesPerImageMax = 1000 * mebibyte;

export const imageLocality: Plugin = {
  name: "ImageLocality",
  scoreWeight: 1,
  score({ shape: { images } }, cluster) {
    const total = cluster.nodes.length;
    // So that one node with an image doesn't attract all pods: it counts as much as it is spread.
    const spread = images.map((image) => cluster.nodesWithImage(image) / total);
    if (spread.every((part) => part === 0)) return undefined;
    const bytesMax = bytesPerImageMax * images.length;
    return {
      score({ facts }) {
        let bytes = 0;
        images.forEach((image, index) => {
          bytes += Math.trunc((facts.images.get(image) ?? 0) * (spread[index] as number));
        });
        const counted = Math.min(Math.max(bytes, bytesMin), bytesMax);
        return Math.trunc((scoreMax * (counted - bytesMin)) / (bytesMax - bytesMin));
      },
    };
  },
};
