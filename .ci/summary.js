// Prints jest's JSON report as one line: `N passed, N failed, N skipped`.
const { readFileSync } = require('node:fs');

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { success: false };
  }
}

/** A file of tests that did not even load counts as one failure, and so does a run that failed without naming a test. */
function countFailed({ numFailedTests = 0, numRuntimeErrorTestSuites = 0, success }) {
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  return failed === 0 && !success ? 1 : failed;
}

const report = readReport(process.argv[2]);
const { numPassedTests = 0, numPendingTests = 0 } = report;
console.log(`${numPassedTests} passed, ${countFailed(report)} failed, ${numPendingTests} skipped`);
