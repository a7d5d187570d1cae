package org.headscope.app.heatmap;

/** A place in a matrix. */
public record Cell(int row, int column) {}
