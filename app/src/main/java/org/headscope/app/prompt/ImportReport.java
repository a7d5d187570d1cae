package org.headscope.app.prompt;

import java.util.List;

/**
 * What an import could not use.
 *
 * @param sentence what happened
 * @param lines the lines that were left out, each with its number and the reason
 */
record ImportReport(String sentence, List<String> lines) {
    ImportReport {
        lines = List.copyOf(lines);
    }
}
