package org.headscope.engine.experiment.script;

import java.util.ArrayList;
import java.util.List;

/** The imports of a script: those that its code needs, in the order of isort. */
final class Imports {
    private static final List<String> LENS =
            List.of("FactoredMatrix", "HookedTransformer", "HookedTransformerConfig", "patching");

    private static final List<String> DETECTION = List.of(
            "get_duplicate_token_head_detection_pattern",
            "get_induction_head_detection_pattern",
            "get_previous_token_head_detection_pattern");

    private Imports() {}

    /** @param loading the imports that loading the model needs */
    static String of(String code, String loading) {
        var lines = new ArrayList<String>();
        lines.add("");
        if (code.contains("math.")) lines.add("import math");
        if (code.contains("sqlite3.")) lines.add("import sqlite3");
        if (code.contains("fnmatchcase(")) lines.add("from fnmatch import fnmatchcase");
        if (lines.size() > 1) lines.add("");
        lines.add("import torch");
        if (code.contains("load_file(")) lines.add("from safetensors.torch import load_file");
        lines.add("from transformer_lens import "
                + String.join(
                        ", ", LENS.stream().filter(name -> uses(code, name)).toList()));
        if (uses(code, DETECTION.getFirst())) {
            lines.add("from transformer_lens.head_detector import (");
            DETECTION.forEach(name -> lines.add("    " + name + ","));
            lines.add(")");
        }
        loading.lines().forEach(lines::add);
        lines.add("");
        return String.join("\n", lines) + "\n";
    }

    private static boolean uses(String code, String name) {
        return code.matches("(?s).*\\b" + name + "\\b.*");
    }
}
