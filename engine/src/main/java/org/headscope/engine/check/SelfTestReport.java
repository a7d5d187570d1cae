package org.headscope.engine.check;

import java.util.List;

/** All checks of a self-test. */
public record SelfTestReport(List<Check> checks) {
    public SelfTestReport {
        checks = List.copyOf(checks);
    }

    public int passed() {
        return (int) checks.stream().filter(Check::passed).count();
    }

    public int total() {
        return checks.size();
    }

    public boolean allPassed() {
        return passed() == total();
    }
}
