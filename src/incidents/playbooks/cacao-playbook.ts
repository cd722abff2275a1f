import type { CacaoStepType } from './playbook.values';

/** A playbook of CACAO 2.0 as far as the hub reads it. The document itself is kept whole beside it. */
export interface CacaoPlaybook {
  id: string;
  name: string;
  description: string | null;
  types: string[];
  labels: string[];
  isRevoked: boolean;
  validFrom: Date | null;
  validUntil: Date | null;
  start: string;
  exception: string | null;
  /** In the order of the document. */
  steps: ReadonlyMap<string, CacaoStep>;
}

/** A step of a workflow, as far as the hub reads it. */
export interface CacaoStep {
  id: string;
  type: CacaoStepType;
  name: string | null;
  description: string | null;
  /** Milliseconds to wait before it begins, and until it has failed. */
  delay: number | null;
  timeout: number | null;
  agent: string | null;
  commands: { type: string; text: string | null }[];
  /** Of a condition what is asked; of a switch the variable. */
  question: string | null;
  /** Of a playbook-action, the playbook to carry out. */
  playbookId: string | null;
  /** Every step that it names: the property with its path, and the value of the case where it is one. */
  refs: StepRef[];
}

export interface StepRef {
  by: RefProperty;
  /** The value that a switch leads there for. */
  value?: string;
  to: string;
  path: string;
}
export const singleRefs = ['on_completion', 'on_success', 'on_failure', 'on_true', 'on_false'] as const;
export type RefProperty = (typeof singleRefs)[number] | 'next_steps' | 'cases';
