package org.headscope.app.command;

import org.kordamp.ikonli.Ikon;

/**
 * Something the palette finds.
 *
 * @param name what is searched and shown
 * @param kind small grey words behind it, such as "prompt" or "head"
 * @param keys its shortcut, or ""
 * @param icon or null
 * @param action what choosing it does
 */
public record PaletteEntry(String name, String kind, String keys, Ikon icon, Runnable action) {
    /** Without keys and icon. */
    public PaletteEntry(String name, String kind, Runnable action) {
        this(name, kind, "", null, action);
    }
}
