package org.headscope.engine.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/** Why the system refused to read or write a file, in words that fit behind "because". */
public final class FileFault {
    private FileFault() {}

    /** A clause such as "the disk is full". */
    public static String reason(IOException fault) {
        String said = said(fault);
        String lower = said.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left") || lower.contains("not enough space")) {
            return "the disk is full";
        } else if (lower.contains("quota exceeded")) {
            return "your share of the disk is used up";
        } else if (lower.contains("read-only") || lower.contains("write protected")) {
            return "the disk is read-only";
        } else if (fault instanceof AccessDeniedException || lower.contains("permission denied")) {
            return "permission is denied";
        } else if (fault instanceof NoSuchFileException || fault instanceof FileNotFoundException) {
            return "it does not exist";
        } else if (fault instanceof NotDirectoryException) {
            return "it is not a folder";
        } else if (lower.contains("name too long")) {
            return "its name is too long";
        }
        return "of an input/output error (" + said + ")";
    }

    private static String said(IOException fault) {
        String said = fault instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : fault.getMessage();
        return said == null ? fault.getClass().getSimpleName() : said;
    }
}
