import { readCacao } from '../../../src/incidents/playbooks/cacao.rules';
import { planOf } from '../../../src/incidents/playbooks/plan.rules';
import { documentOfPlan, shippedPlans } from '../../../src/incidents/playbooks/ship-playbooks';

describe.each(shippedPlans)('$name', (plan) => {
  const read = readCacao(documentOfPlan(plan));

  test('is a playbook of CACAO without a fault', () => {
    expect(read.faults).toBeUndefined();
  });

  test('says of each step what the plan says, with a limit to its time', () => {
    const steps = planOf(read.playbook!);
    const told = steps.map(({ name, kind }) => `${kind} ${name}`).toSorted();
    const meant = plan.steps.filter(({ kind }) => kind !== 'PARALLEL').map(({ name, kind }) => `${kind} ${name}`);
    expect(told).toEqual(meant.toSorted());
    for (const { name, timeLimitSeconds } of steps)
      expect({ name, timeLimitSeconds }).toEqual({ name, timeLimitSeconds: expect.any(Number) as number });
  });

  test('is short, and begins with one thing', () => {
    const steps = planOf(read.playbook!);
    expect(steps.length).toBeLessThanOrEqual(12);
    expect(steps.filter(({ dependsOn }) => dependsOn.length === 0)).toHaveLength(1);
  });
});
