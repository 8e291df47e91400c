package org.xenbay.backend.console;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/**
 * Configuration of the console backend, PID {@code org.xenbay.console}. A change takes effect at once, for all consoles:
 * they are handed over to a backend with the new settings, without their guests noticing.
 */
@ObjectClassDefinition(name = "Xenbay consoles", description = "What is done with guests' consoles.")
public @interface ConsoleSettings {

    /** @return values of the frontend's node {@code type} that are served */
    @AttributeDefinition(description = "Values of the node type that are served; xenconsoled is another daemon's")
    String[] types() default {"ioemu"};

    /** @return whether consoles get a pseudo terminal */
    @AttributeDefinition(description = "Whether a console gets a pseudo terminal, for xl console and terminal programs")
    boolean pty() default true;

    /** @return greatest number of bytes of output kept for a console */
    @AttributeDefinition(description = "Most bytes of output kept for a console, whatever its node limit says")
    int maxLimit() default 1048576;

    /** @return bytes of output kept after every reader has got them */
    @AttributeDefinition(description = "Bytes of output kept for late readers after all others have got them")
    int history() default 32768;

    /** @return what happens when that is full: {@code discard} or {@code keep} */
    @AttributeDefinition(
            description =
                    "When a console's buffer is full: discard the oldest lines, or keep them and let the guest wait;"
                            + " in channels the guest waits anyway while its reader gets on",
            options = {@Option("discard"), @Option("keep")})
    String overflow() default "discard";

    /** @return whether a line tells terminals and logs how much was discarded */
    @AttributeDefinition(description = "Whether a line tells a reader how many bytes were discarded; never in channels")
    boolean marker() default true;

    /** @return folder of the logs; empty for none */
    @AttributeDefinition(description = "Folder of the log files; empty for none")
    String logDirectory() default "";

    /** @return size in bytes from which on a log is continued in a new file */
    @AttributeDefinition(description = "Size in bytes from which on a log goes on in a new file")
    int logSize() default 10485760;

    /** @return number of older files kept of each log */
    @AttributeDefinition(description = "Number of older files kept of each log")
    int logParts() default 5;

    /** @return whether each line of a log begins with its time */
    @AttributeDefinition(description = "Whether each line of a log begins with its time (UTC)")
    boolean logTimes() default true;

    /** @return whether control characters are replaced in logs */
    @AttributeDefinition(description = "Whether control characters are replaced by dots in logs")
    boolean logFilter() default true;
}
