// Reads the struct types that a Go program knows of itself (its reflection data) out of the executable: which fields
// are pointers and what their tags say is published nowhere else as data.
// Go: src/internal/abi/type.go, src/internal/abi/compiletype.go

export interface GoField {
  readonly name: string;
  /** The whole tag: `json:"replicas,omitempty" protobuf:"varint,1,opt,name=replicas"`. */
  readonly tag: string;
  /** "int32", "*v1.LabelSelector": the package's last part and the name. */
  readonly type: string;
  readonly isPointer: boolean;
  readonly isStruct: boolean;
  /** The struct itself, where the field embeds one. */
  readonly embedded?: GoStruct;
}

export interface GoStruct {
  /** "k8s.io/api/core/v1.Pod" */
  readonly name: string;
  readonly fields: readonly GoField[];
}

const pointerKind = 22;
const structKind = 25;
const uncommonFlag = 1;
const extraStarFlag = 2;
const embeddedFlag = 8;
const taggedFlag = 2;
const fieldBytes = 24;
/** Where what follows the common header of a type begins. */
const headerBytes = 48;

/** Every struct of the executable that something points to, by name. The image is 64-bit little-endian ELF. */
export function goStructs(image: Uint8Array, wanted: (packagePath: string) => boolean): Map<string, GoStruct> {
  const reader = new TypeReader(image);
  const structs = new Map<string, GoStruct>();
  for (const type of reader.linkedTypes()) {
    if (reader.kind(type) !== pointerKind) continue;
    const target = reader.element(type);
    if (reader.kind(target) !== structKind || !wanted(reader.packagePath(target))) continue;
    const struct = reader.struct(target);
    structs.set(struct.name, struct);
  }
  return structs;
}

interface Section {
  readonly address: number;
  readonly offset: number;
  readonly size: number;
}

class TypeReader {
  readonly #view: DataView;
  readonly #bytes: Uint8Array;
  readonly #sections: ReadonlyMap<string, Section>;
  readonly #text = new TextDecoder();

  constructor(image: Uint8Array) {
    this.#bytes = image;
    this.#view = new DataView(image.buffer, image.byteOffset, image.byteLength);
    this.#sections = this.#readSections();
  }

  /** Addresses of the types that the program can find by name. */
  *linkedTypes(): Generator<number> {
    const links = this.#section(".typelink");
    for (let at = 0; at < links.size; at += 4) {
      yield this.#types + this.#view.getInt32(links.offset + at, true);
    }
  }

  kind(type: number): number {
    return this.#byte(type + 23) & 31;
  }

  element(type: number): number {
    return this.#word(type + headerBytes);
  }

  packagePath(type: number): string {
    if ((this.#byte(type + 20) & uncommonFlag) === 0) return "";
    return this.#name(this.#types + this.#int32(type + headerBytes + 32)).text;
  }

  typeName(type: number): string {
    const { text } = this.#name(this.#types + this.#int32(type + 40));
    return (this.#byte(type + 20) & extraStarFlag) === 0 ? text : text.slice(1);
  }

  struct(type: number): GoStruct {
    const first = this.#word(type + headerBytes + 8);
    const count = this.#word(type + headerBytes + 16);
    const fields = Array.from({ length: count }, (_, i) => this.#field(first + i * fieldBytes));
    const name = this.typeName(type);
    return { name: `${this.packagePath(type)}.${name.slice(name.lastIndexOf(".") + 1)}`, fields };
  }

  #field(address: number): GoField {
    const { text, tag, isEmbedded } = this.#name(this.#word(address));
    const type = this.#word(address + 8);
    const kind = this.kind(type);
    return {
      name: text,
      tag,
      type: this.typeName(type),
      isPointer: kind === pointerKind,
      isStruct: kind === structKind,
      ...(isEmbedded && kind === structKind ? { embedded: this.struct(type) } : {}),
    };
  }

  #name(address: number): { text: string; tag: string; isEmbedded: boolean } {
    let at = this.#offset(address);
    const flags = this.#bytes[at++] as number;
    const read = () => {
      let length = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = this.#bytes[at++] as number;
        length |= (byte & 127) << shift;
        if (byte < 128) break;
      }
      const text = this.#text.decode(this.#bytes.subarray(at, at + length));
      at += length;
      return text;
    };
    const text = read();
    return { text, tag: (flags & taggedFlag) === 0 ? "" : read(), isEmbedded: (flags & embeddedFlag) !== 0 };
  }

  /** Types are named by their distance from here. */
  get #types(): number {
    return this.#section(".rodata").address;
  }

  #section(name: string): Section {
    const section = this.#sections.get(name);
    if (section === undefined) throw new Error(`not a Go executable that this reader knows: no section ${name}`);
    return section;
  }

  #readSections(): Map<string, Section> {
    const view = this.#view;
    const table = Number(view.getBigUint64(40, true));
    const entryBytes = view.getUint16(58, true);
    const entry = (index: number) => table + index * entryBytes;
    const names = Number(view.getBigUint64(entry(view.getUint16(62, true)) + 24, true));
    const sections = new Map<string, Section>();
    for (let i = 0; i < view.getUint16(60, true); i++) {
      const start = names + view.getUint32(entry(i), true);
      const name = this.#text.decode(this.#bytes.subarray(start, this.#bytes.indexOf(0, start)));
      const [address, offset, size] = [16, 24, 32].map((at) => Number(view.getBigUint64(entry(i) + at, true)));
      sections.set(name, { address: address as number, offset: offset as number, size: size as number });
    }
    return sections;
  }

  #offset(address: number): number {
    const { address: start, offset } = this.#section(".rodata");
    return address - start + offset;
  }

  #byte(address: number): number {
    return this.#bytes[this.#offset(address)] as number;
  }

  #int32(address: number): number {
    return this.#view.getInt32(this.#offset(address), true);
  }

  #word(address: number): number {
    return Number(this.#view.getBigUint64(this.#offset(address), true));
  }
}
