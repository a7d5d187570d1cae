package org.headscope.app.attention;

/** What the letters of the heads are taken from. */
enum RoleSource {
    /** Random tokens said twice, once for each model. */
    REPEATED,
    /** The prompt that is shown. */
    PROMPT
}
