// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.keep;

import java.io.IOException;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.host.Keeper;

/** Gives what was left, when the services are there that know what to do with it. */
@Component
public final class KeeperComponent implements Keeper {

    private static final String OF_FILES = "(" + Taker.OF + "=" + Taker.FILES + ")";
    private static final String OF_TERMINALS = "(" + Taker.OF + "=" + Taker.TERMINALS + ")";

    private final ThisProcess process;
    private final List<Taker> takers;

    /**
     * @param process knows what is left
     * @param files makes files again
     * @param terminals makes terminals again
     */
    @Activate
    public KeeperComponent(
            @Reference ThisProcess process,
            @Reference(target = OF_FILES) Taker files,
            @Reference(target = OF_TERMINALS) Taker terminals) {
        this(process, List.of(files, terminals));
    }

    KeeperComponent(ThisProcess process, List<Taker> takers) {
        this.process = process;
        this.takers = takers;
    }

    /**
     * For a program that plays several processes in one.
     *
     * @param process knows what is left
     * @param files makes files again
     * @return gives what this process itself has open
     */
    public static Keeper ofPlayedProcesses(ThisProcess process, Taker files) {
        return new KeeperComponent(process, List.of(files));
    }

    @Override
    public AutoCloseable take(String text) throws IOException {
        AutoCloseable left = process.leftBehind().take(text);
        if (left != null) {
            return left;
        }
        Word word = Word.parse(text);
        for (Taker taker : takers) {
            AutoCloseable thing = taker.take(word, process.inheritance());
            if (thing != null) {
                return thing;
            }
        }
        throw new IOException("a kept thing of a kind that is not known: " + text);
    }

    @Override
    public String state() {
        return process.keeperState();
    }

    @Override
    public void settle() {
        process.inheritance().settle();
        for (Taker taker : takers) {
            taker.settle();
        }
    }
}
