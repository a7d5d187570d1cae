package org.headscope.app.theme;

/** Which look the user asked for. */
public enum ThemeMode {
    SYSTEM,
    LIGHT,
    DARK
}
