package org.headscope.app.patching;

import org.headscope.engine.analysis.patching.PromptPair;
import org.headscope.engine.analysis.patching.PromptPair.Direction;

/** What the numbers of a map depend on. */
record PatchKey(PromptPair pair, PatchMap map, Direction direction) {}
