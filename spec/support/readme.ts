import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** As the compiler writes paths. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replaceAll('\\', '/');

export const README = readFileSync(`${ROOT}README.md`, 'utf8');

/** A fenced block of code. */
export interface Block {
  readonly language: string;
  readonly text: string;
  /** The line of the README on which its text begins. */
  readonly line: number;
  /** What the README says that it prints: the `text` block that follows with nothing between. */
  readonly output?: string;
}

/** Every fenced block; an output belongs to its program and is none by itself. */
export const blocksOf = (markdown: string): readonly Block[] => {
  const blocks: Block[] = [];
  let end = 0;
  for (const { 0: fenced, 1: language = '', 2: text = '', index } of markdown.matchAll(
    /^```(.*)\n([^]*?)^```$/gm,
  )) {
    const last = blocks.at(-1);
    const follows = last !== undefined && markdown.slice(end, index).trim() === '';
    const line = markdown.slice(0, index).split('\n').length + 1;
    if (language === 'text' && follows) blocks[blocks.length - 1] = { ...last, output: text };
    else blocks.push({ language, text, line });
    end = index + fenced.length;
  }
  return blocks;
};

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
  types: ['node'],
  module: ts.ModuleKind.NodeNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  strict: true,
  exactOptionalPropertyTypes: true,
  allowJs: true,
  checkJs: true,
  noEmit: true,
  skipLibCheck: true,
  // The sources, since the built package may be an older one.
  paths: {
    'rudder-rx': [`${ROOT}src/index.ts`],
    'rudder-rx/gateway': [`${ROOT}src/gateway/index.ts`],
    'rudder-rx/node': [`${ROOT}src/node/index.ts`],
    'rudder-rx/testing': [`${ROOT}src/testing/index.ts`],
  },
};

/** The program without its types, to be run. */
export const javascriptOf = (program: string): string =>
  ts.transpileModule(program, {
    compilerOptions: { ...OPTIONS, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true },
  }).outputText;

/**
 * What the compiler has against each of the programs, which need not be on the disk: one line a problem, with the line of
 * the README.
 */
export const problemsOf = (programs: readonly Block[]): readonly string[] => {
  const texts = new Map(
    programs.map((block) => [`${ROOT}readme-${String(block.line)}.m${block.language}`, block]),
  );
  const host = ts.createCompilerHost(OPTIONS);
  const fileExists = host.fileExists.bind(host);
  const readFile = host.readFile.bind(host);
  host.getCurrentDirectory = () => ROOT;
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  host.readFile = (path) => texts.get(path)?.text ?? readFile(path);

  const program = ts.createProgram([...texts.keys()], OPTIONS, host);
  return [...texts].flatMap(([path, { line }]) => {
    const source = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText, start = 0 }) => {
        const at = line + (source?.getLineAndCharacterOfPosition(start).line ?? 0);
        return `README.md:${String(at)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
      },
    );
  });
};
