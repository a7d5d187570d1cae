package org.headscope.app.text;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * The words of the window. Every text that a user can read comes from one resource bundle, {@code text.properties}.
 */
public final class Text {
    private static final ResourceBundle BUNDLE = ResourceBundle.getBundle("org.headscope.app.text.text", Locale.ROOT);

    private Text() {}

    /**
     * The text of a key. With arguments it is a {@link MessageFormat} pattern, in which an apostrophe is written
     * twice; without arguments the text is taken as it stands.
     *
     * @throws java.util.MissingResourceException if there is no such key
     */
    public static String of(String key, Object... arguments) {
        String text = BUNDLE.getString(key);
        return arguments.length == 0 ? text : new MessageFormat(text, Locale.ROOT).format(arguments);
    }

    /** Whether the bundle has this key. */
    public static boolean has(String key) {
        return BUNDLE.containsKey(key);
    }
}
