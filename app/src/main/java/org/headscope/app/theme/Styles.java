package org.headscope.app.theme;

/** The style classes that headscope.css defines, for nodes in panes and in the shell. */
public final class Styles {
    /** Large bold name of a pane or of the inspected thing. */
    public static final String TITLE = "title";
    /** Grey explaining sentence. */
    public static final String MUTED = "muted";
    /** Small grey text: run tags, second lines of list rows. */
    public static final String SMALL = "small";
    /** Numbers and tokens in the monospaced font. */
    public static final String MONO = "mono";
    /** Text in the accent colour. */
    public static final String ACCENT_TEXT = "accent-text";
    /** Text in the second colour, which stands against the accent. */
    public static final String SECOND_TEXT = "second-text";
    /** Bold text. */
    public static final String STRONG = "strong";
    /** Grey heading of a section of a side panel; write it in capitals through {@link #section}. */
    public static final String SECTION = "section";
    /** A bordered chip in the toolbar: button, toggle, menu button, or box. */
    public static final String CHIP = "chip";
    /** Small bordered button in a panel. */
    public static final String PILL = "pill";
    /** A pill for the title of a pane, where room is short. */
    public static final String TIGHT = "tight";
    /** Button that shows only its icon. */
    public static final String ICON_BUTTON = "icon-button";
    /** Menu button that reads as plain text with a small arrow, used in pane titles. */
    public static final String TEXT_MENU = "text-menu";
    /** The small index under a token. */
    public static final String TOKEN_INDEX = "token-index";
    /** A key hint such as "Ctrl K". */
    public static final String KEY = "key";
    /** A letter on a thumbnail or list row. */
    public static final String BADGE = "badge";
    /** A bordered card in a side list. */
    public static final String CARD = "card";
    /** The dashed area that invites a drop. */
    public static final String DROP = "drop";
    /** The bar at the top of the window. */
    public static final String TOOL_BAR = "top-bar";
    /** The bar at the bottom of the window. */
    public static final String STATUS_BAR = "status-bar";
    /** A side panel. */
    public static final String SIDE = "side";
    /** Small round light: add :good, :bad, :busy through pseudo-classes. */
    public static final String LIGHT = "light";
    /** The icon of a dialog about something that went wrong. */
    public static final String BIG_ICON = "big-icon";
    /** Sentence about something that went wrong. */
    public static final String ERROR = "error-text";
    /** Sentence that warns. */
    public static final String WARNING = "warning-text";
    /** An on/off switch with a tick, made of a CheckBox. */
    public static final String TOGGLE = "toggle";

    private Styles() {}
}
