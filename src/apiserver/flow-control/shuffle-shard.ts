// A flow's hand of queues: few flows share all of theirs with a greedy one.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/util/shufflesharding/dealer.go

/** 32 bits of FNV-1a over UTF-16 units. */
export function flowHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** `handSize` different numbers below `queues`, the same ones for the same hash. */
export function dealHand(hash: number, queues: number, handSize: number): number[] {
  const hand: number[] = [];
  let state = hash;
  while (hand.length < Math.min(handSize, queues)) {
    // Mixes the hash anew for every card (xorshift-multiply); a card that is out already is passed to the next place.
    state = Math.imul(state ^ (state >>> 16), 0x45d9f3b) + 0x9e3779b9;
    let card = (state >>> 0) % queues;
    while (hand.includes(card)) card = (card + 1) % queues;
    hand.push(card);
  }
  return hand;
}
