import type { Fit } from './fits.rules';
import type { StepKind, TaskRole } from './playbook.values';

/** A plan that comes with the hub. Whoever changes one writes down when. */
export interface ShippedPlan {
  code: string;
  name: string;
  description: string;
  types: readonly string[];
  fits: readonly Fit[];
  modified: string;
  steps: readonly ShippedStep[];
}

export interface ShippedStep {
  key: string;
  kind: StepKind;
  name: string;
  description?: string;
  role?: TaskRole;
  timeLimit?: string;
  next?: string;
  branches?: readonly string[];
  outcomes?: readonly { outcome: string; next: string }[];
}

type Rest = Omit<ShippedStep, 'key' | 'kind' | 'name' | 'outcomes' | 'branches'>;

export const action = (key: string, name: string, rest: Rest): ShippedStep => ({ key, kind: 'ACTION', name, ...rest });

/** A question between yes and no: what yes leads to, and no where that leads to anything. */
export const decision = (key: string, name: string, yes: string, rest: Rest & { no?: string }): ShippedStep => {
  const { no, ...more } = rest;
  const outcomes = [{ outcome: 'true', next: yes }, ...(no ? [{ outcome: 'false', next: no }] : [])];
  return { key, kind: 'DECISION', name, outcomes, ...more };
};

export const sideBySide = (key: string, name: string, branches: readonly string[], next: string): ShippedStep => ({
  ...{ key, kind: 'PARALLEL', name, branches, next },
});

export const asLongAs = (key: string, name: string, repeated: string, rest: Rest): ShippedStep => ({
  ...{ key, kind: 'LOOP', name, outcomes: [{ outcome: 'true', next: repeated }], ...rest },
});
