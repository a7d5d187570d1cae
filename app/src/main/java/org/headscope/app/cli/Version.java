package org.headscope.app.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that stands in the program's jar. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"headscope " + (version == null ? "(built from source)" : version)};
    }
}
