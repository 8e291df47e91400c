// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.keep;

import java.io.IOException;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.file.HostFiles;
import org.xenbay.api.host.Keeper;
import org.xenbay.api.host.PseudoTerminals;

/** Gives what was left, when the services are there that know what to do with it. */
@Component
public final class KeeperComponent implements Keeper {

    /** Makes a thing of one kind again. */
    public interface Taker {

        /**
         * @param word what was left
         * @param from where its descriptors are taken
         * @return the thing; null when it is not of this taker's kinds
         * @throws IOException when it is not there any more
         */
        AutoCloseable take(Word word, Inheritance from) throws IOException;

        /** Everything has been taken. */
        default void settle() {}
    }

    private final BundleContext context;
    private final Inheritance inheritance;
    private final Taker[] takers;

    /**
     * @param context knows the run folder
     * @param files this bundle's own
     * @param terminals this bundle's own
     */
    @Activate
    public KeeperComponent(BundleContext context, @Reference HostFiles files, @Reference PseudoTerminals terminals) {
        this(context, Inheritance.begin(context), (Taker) files, (Taker) terminals);
    }

    /**
     * For who plays several processes in one. What is to be settled is what one of them had that was killed.
     *
     * @param files of this host
     * @return gives what this process itself has open
     */
    public static Keeper ofThisProcess(HostFiles files) {
        KeeperComponent keeper = new KeeperComponent(null, Inheritance.none(), (Taker) files);
        return new Keeper() {
            @Override
            public AutoCloseable take(String word) throws IOException {
                return keeper.take(word);
            }

            @Override
            public void settle() {
                LeftBehind.forget();
                keeper.settle();
            }
        };
    }

    KeeperComponent(BundleContext context, Inheritance inheritance, Taker... takers) {
        this.context = context;
        this.inheritance = inheritance;
        this.takers = takers;
    }

    /** Whoever used this process's open files has left them by now, or closed them. */
    @Deactivate
    public void deactivate() {
        Inheritance.endKeeper(context);
    }

    @Override
    public AutoCloseable take(String text) throws IOException {
        AutoCloseable left = LeftBehind.take(text);
        if (left != null) {
            return left;
        }
        Word word = Word.parse(text);
        for (Taker taker : takers) {
            AutoCloseable thing = taker.take(word, inheritance);
            if (thing != null) {
                return thing;
            }
        }
        throw new IOException("a kept thing of a kind that is not known: " + text);
    }

    @Override
    public String state() {
        return Inheritance.keeperState();
    }

    @Override
    public void settle() {
        inheritance.settle();
        for (Taker taker : takers) {
            taker.settle();
        }
    }
}
