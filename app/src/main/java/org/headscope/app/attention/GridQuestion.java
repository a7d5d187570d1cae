package org.headscope.app.attention;

import org.headscope.app.session.Shown;
import org.headscope.engine.experiment.Comparison;

/** What the small pictures of all heads shall show. */
record GridQuestion(int layers, int heads, Comparison comparison, Shown shown, boolean bosOut) {}
