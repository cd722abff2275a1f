import { action, asLongAs, decision, sideBySide, type ShippedPlan } from './shipped-plan';

const modified = '2026-11-23T00:00:00.000Z';

export const intrusionPlan: ShippedPlan = {
  ...{ code: 'intrusion', name: 'Intrusion', types: ['investigation', 'mitigation', 'remediation'], modified },
  description:
    'Somebody is in a system who should not be: keep traces, contain without warning him, throw him out everywhere at once.',
  fits: [{ class: 'intrusions' }, { class: 'information-content-security' }],
  steps: [
    action('confirm', 'Confirm the intrusion', {
      description:
        'What was seen, where, since when? Attach systems, addresses and other observables to the incident. Mark it no wider than needed.',
      timeLimit: 'PT1H',
    }),
    sideBySide('begin', 'Keep traces, and tell who has to know', ['traces', 'tell'], 'scope'),
    action('traces', 'Keep traces before anything is changed', {
      description: 'Memory, disks, logs with their times and clocks; write down who took what, when.',
      timeLimit: 'PT4H',
      next: 'end',
    }),
    action('tell', 'Tell the coordinator, over a channel that the intruder can not read', {
      timeLimit: 'PT2H',
      next: 'end',
    }),
    action('scope', 'Find every system and account that was touched', {
      description: 'Look for the same observables everywhere; look at what the first system can reach.',
      timeLimit: 'PT12H',
    }),
    decision('contain-now', 'Must it be contained at once, even if he notices?', 'cut', {
      description:
        'true: data is leaving, or a system of level 4 or 5 is in danger. false: watch until all of his ways are known.',
      ...{ timeLimit: 'PT1H', no: 'observe', next: 'evict' },
    }),
    action('cut', 'Cut the systems off', { role: 'COWORKER', timeLimit: 'PT1H', next: 'end' }),
    action('observe', 'Watch him, ready to cut him off', { timeLimit: 'P1D', next: 'end' }),
    action('evict', 'Close all ways at once', {
      description:
        'Passwords, keys and sessions of touched accounts, ways in, implants; systems made anew from known good media.',
      ...{ role: 'COWORKER', timeLimit: 'P2D' },
    }),
    asLongAs('back', 'Has he come back, or is anything of his still there?', 'again', {
      description: 'Answer false after a week without a sign.',
      ...{ timeLimit: 'P7D', next: 'learn' },
    }),
    action('again', 'Find the way that was left, and close it', { timeLimit: 'P1D', next: 'end' }),
    action('learn', 'Write down how he came in, what he did, and what would have shown him earlier', {
      timeLimit: 'P10D',
    }),
  ],
};

export const malwarePlan: ShippedPlan = {
  ...{ code: 'malware', name: 'Malware', types: ['investigation', 'mitigation', 'remediation'], modified },
  description:
    'Malicious software on one or more systems: isolate, learn how it spreads and whom it talks to, clean up, stop it from coming again.',
  fits: [{ class: 'malicious-code' }],
  steps: [
    action('isolate', 'Isolate the system; leave it running', {
      description: 'Unplug the network, not the power: what is in memory is lost with that.',
      ...{ role: 'COWORKER', timeLimit: 'PT30M' },
    }),
    action('sample', 'Keep a sample, and its hashes, domains and addresses as observables', { timeLimit: 'PT2H' }),
    sideBySide('begin', 'Block it, and look for it', ['block', 'hunt'], 'encrypts'),
    action('block', 'Block whom it talks to', { role: 'COWORKER', timeLimit: 'PT1H', next: 'end' }),
    action('hunt', 'Look for the same signs on every other system', { timeLimit: 'PT8H', next: 'end' }),
    decision('encrypts', 'Does it destroy or encrypt data?', 'backups', { timeLimit: 'PT1H', next: 'clean' }),
    action('backups', 'Take backups off the network, and check that they can be read', {
      timeLimit: 'PT2H',
      next: 'end',
    }),
    action('clean', 'Make infected systems anew', {
      description: 'From known good media; data from before the infection; passwords that were used on them changed.',
      ...{ role: 'COWORKER', timeLimit: 'P3D' },
    }),
    action('watch', 'Watch for it to come again', { timeLimit: 'P7D' }),
    action('learn', 'Write down how it came in, and close that way', { timeLimit: 'P10D' }),
  ],
};

export const denialOfServicePlan: ShippedPlan = {
  ...{ code: 'denial-of-service', name: 'Denial of service', types: ['mitigation'], modified },
  description:
    'Traffic or requests that overload a service: tell them from a fault, filter as far from the target as possible, keep what matters reachable.',
  fits: [
    { class: 'availability', type: 'dos' },
    { class: 'availability', type: 'ddos' },
  ],
  steps: [
    action('tell-apart', 'Tell an attack from a fault or a rush', {
      description: 'Which interfaces are full, since when, from where? Compare with the same hour of other days.',
      timeLimit: 'PT15M',
    }),
    action('kind', 'Find out what kind it is', {
      description:
        'Volume, protocol or application; sources, ports, sizes. Attach the target addresses to the incident.',
      timeLimit: 'PT30M',
    }),
    sideBySide('begin', 'Filter, and protect what matters most', ['carrier', 'protect'], 'lasting'),
    action('carrier', 'Have the carrier filter or divert it', {
      description: 'Give target, kind and signature. A black hole only where the target can be given up.',
      ...{ role: 'COWORKER', timeLimit: 'PT30M', next: 'end' },
    }),
    action('protect', 'Keep systems of a high level reachable', {
      description: 'Limit rates, move them to other addresses or lines, switch off what can wait.',
      timeLimit: 'PT1H',
      next: 'end',
    }),
    asLongAs('lasting', 'Does it go on, or has it changed?', 'adapt', { timeLimit: 'PT1H', next: 'undo' }),
    action('adapt', 'Adapt the filters', { role: 'COWORKER', timeLimit: 'PT1H', next: 'end' }),
    action('undo', 'Undo filters and diversions step by step', { timeLimit: 'P1D' }),
    decision('amplified', 'Did systems of our own take part, as amplifiers or infected?', 'close', {
      timeLimit: 'P1D',
      next: 'learn',
    }),
    action('close', 'Have them closed by their owners', { role: 'COORDINATOR', timeLimit: 'P5D', next: 'end' }),
    action('learn', 'Write down course, volume and what worked', { timeLimit: 'P5D' }),
  ],
};
