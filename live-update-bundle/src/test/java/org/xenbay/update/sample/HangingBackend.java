// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update.sample;

import java.util.concurrent.CountDownLatch;

/** A backend whose constructor does not return before a test lets it. */
public final class HangingBackend extends GoodBackend {

    /** The system property that holds the latch; only the JDK's classes are the same for a bundle and its test. */
    public static final String RELEASE = "sample.release";

    public HangingBackend() throws InterruptedException {
        ((CountDownLatch) System.getProperties().get(RELEASE)).await();
    }
}
