import { action, asLongAs, decision, sideBySide, type ShippedPlan } from './shipped-plan';

const modified = '2026-11-23T00:00:00.000Z';

export const outagePlan: ShippedPlan = {
  ...{ code: 'outage', name: 'Outage of a network or service', types: ['investigation', 'remediation'], modified },
  description:
    'Power, cooling, a cut cable, failed equipment: find how far it reaches, bring service back by whatever way is left, then mend.',
  fits: [
    { class: 'availability', type: 'outage' },
    { class: 'availability', type: 'sabotage' },
  ],
  steps: [
    action('confirm', 'Confirm the outage from a second source', {
      description:
        'Look at the samples and warnings around the time it began, and at a neighbour of what is down. Rule out that only the monitoring is silent.',
      timeLimit: 'PT15M',
    }),
    sideBySide('begin', 'See how far it reaches and tell who has to know', ['extent', 'tell'], 'cause'),
    action('extent', 'List what is affected', {
      description:
        'Ask impact of each failed site, device or link; attach what stops working to the incident, information systems of a high level first.',
      timeLimit: 'PT30M',
      next: 'end',
    }),
    action('tell', 'Tell the owners of affected systems and the carrier', {
      description: 'By the contacts of their duty desks. Say what is down, since when, and when you will tell more.',
      ...{ role: 'COORDINATOR', timeLimit: 'PT30M', next: 'end' },
    }),
    action('cause', 'Find the cause', {
      description:
        'Power, cooling, line, equipment or a change: look at what changed last. Where it was deliberate, classify the incident as sabotage and secure traces first.',
      timeLimit: 'PT2H',
    }),
    decision('detour', 'Can service come back by another way before the fault is mended?', 'reroute', {
      timeLimit: 'PT30M',
      next: 'mend',
    }),
    action('reroute', 'Bring service back by the other way', {
      description: 'Second line, other site, spare equipment. Note what was changed, so that it can be undone.',
      timeLimit: 'PT2H',
      next: 'end',
    }),
    action('mend', 'Mend the fault', { role: 'COWORKER', timeLimit: 'PT12H' }),
    asLongAs('unstable', 'Is anything that was affected still down or unstable?', 'follow-up', {
      description:
        'Answer true to go one more round, false when samples of all affected objects have been as before for half an hour.',
      ...{ timeLimit: 'PT1H', next: 'learn' },
    }),
    action('follow-up', 'Mend what is still down', { timeLimit: 'PT4H', next: 'end' }),
    action('learn', 'Write down cause, course and what would have helped', { timeLimit: 'P5D' }),
  ],
};

export const misconfigurationPlan: ShippedPlan = {
  ...{ code: 'misconfiguration', name: 'Misconfiguration', types: ['investigation', 'remediation'], modified },
  description: 'A change stopped a service or opened it too far: find the change, undo it, look for others like it.',
  fits: [{ class: 'availability', type: 'misconfiguration' }, { class: 'vulnerable' }],
  steps: [
    action('change', 'Find the change', {
      description:
        'Compare the inventory and the configuration with those from before it began; ask who worked on what is affected.',
      timeLimit: 'PT1H',
    }),
    decision('exposed', 'Was anything reachable that should not have been?', 'look', {
      timeLimit: 'PT30M',
      next: 'undo',
    }),
    action('look', 'Look whether anybody used it', {
      description:
        'Logs of the exposed service from the change on. If somebody did, start the plan for intrusions as well.',
      timeLimit: 'PT4H',
      next: 'end',
    }),
    action('undo', 'Undo the change, or correct it', {
      description: 'Keep what stood before and after. Have a second pair of eyes on the correction.',
      ...{ role: 'COWORKER', timeLimit: 'PT2H' },
    }),
    action('check', 'Check that service and access are as intended', { timeLimit: 'PT1H' }),
    action('others', 'Look for the same mistake elsewhere', { timeLimit: 'P2D' }),
    action('learn', 'Write down how it passed, and what would have caught it', { timeLimit: 'P5D' }),
  ],
};

export const silentCenterPlan: ShippedPlan = {
  ...{ code: 'silent-center', name: 'A center has gone silent', types: ['investigation', 'remediation'], modified },
  description:
    'No samples of a regional center come any more: find out whether it is the network, the monitoring or the center, and take over watching meanwhile.',
  fits: [{ class: 'availability', type: 'outage' }],
  steps: [
    action('since', 'Find since when, and which series', {
      description: 'Ask completeness for the center: all of its series, or those of one source or site?',
      ...{ role: 'COORDINATOR', timeLimit: 'PT15M' },
    }),
    action('call', 'Reach the duty desk of the center by another way', {
      description: 'Telephone or radio. Ask whether the center works, and what it sees itself.',
      ...{ role: 'COORDINATOR', timeLimit: 'PT15M' },
    }),
    decision('reached', 'Does the center answer?', 'source', { timeLimit: 'PT15M', no: 'site', next: 'back' }),
    action('source', 'Restart what sends, and look at its queue', {
      description: 'Key in force? Disk full? Clock right? Refused samples are counted by reason where they are pushed.',
      ...{ role: 'COWORKER', timeLimit: 'PT2H', next: 'end' },
    }),
    sideBySide('site', 'Watch for the center, and find out what happened to it', ['watch', 'visit'], 'end'),
    action('watch', 'Watch the most important systems of the center from outside', {
      ...{ role: 'COORDINATOR', timeLimit: 'PT30M', next: 'end' },
    }),
    action('visit', 'Find out on the spot, by neighbours or the carrier', {
      role: 'COORDINATOR',
      timeLimit: 'PT4H',
      next: 'end',
    }),
    action('back', 'Check that samples come again, and that the gap is being filled', {
      description: 'What was measured meanwhile can be sent late: completeness tells what is being made up for.',
      timeLimit: 'PT2H',
    }),
    action('learn', 'Write down why nobody noticed earlier, if so', { role: 'COORDINATOR', timeLimit: 'P5D' }),
  ],
};
