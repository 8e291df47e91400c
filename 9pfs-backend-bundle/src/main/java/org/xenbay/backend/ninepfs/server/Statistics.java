package org.xenbay.backend.ninepfs.server;

/** Counts what was done for one client. */
public final class Statistics {

    /**
     * @param request what was done
     * @param bytes of data, one way or the other
     * @param errno what was replied, 0 for success
     */
    void done(Request request, int bytes, int errno) {}
}
