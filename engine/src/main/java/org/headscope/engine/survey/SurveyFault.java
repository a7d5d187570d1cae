package org.headscope.engine.survey;

import java.nio.file.Path;
import java.sql.SQLException;
import org.headscope.engine.io.ModelException;
import org.sqlite.SQLiteErrorCode;

/** Why SQLite refused, in a sentence. */
final class SurveyFault {
    private SurveyFault() {}

    static ModelException of(Path file, SQLException fault) {
        // what is beyond the lowest byte only says more of the same
        SQLiteErrorCode code = SQLiteErrorCode.getErrorCode(fault.getErrorCode() & 0xff);
        String sentence = switch (code) {
            case SQLITE_BUSY, SQLITE_LOCKED ->
                file + " is in use by another program: wait until that is done, or give another file.";
            case SQLITE_NOTADB -> file + " is not a survey.";
            case SQLITE_CORRUPT ->
                file + " is damaged and cannot be used any further: take a copy of it, or delete it and begin anew.";
            case SQLITE_FULL -> file + " cannot be written because the disk is full; what was there before is kept.";
            case SQLITE_READONLY -> file + " cannot be written because it, or its folder, is write-protected.";
            case SQLITE_CANTOPEN, SQLITE_PERM -> file + " cannot be opened: is its folder there, and permitted?";
            case SQLITE_IOERR -> file + " cannot be read or written because of an input/output error.";
            default -> file + " cannot be used as a survey: " + fault.getMessage() + ".";
        };
        return new ModelException(sentence, fault);
    }
}
