package org.headscope.engine.check;

/**
 * One thing that was checked.
 *
 * @param name what should hold, in a few words
 * @param detail the numbers behind the verdict, or what went wrong
 */
public record Check(String name, boolean passed, String detail) {}
