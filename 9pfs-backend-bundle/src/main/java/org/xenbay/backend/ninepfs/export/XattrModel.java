// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.List;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.XattrExistence;

/** A model in which a file's extended attributes are those of the host's file that the rules allow. */
abstract class XattrModel implements SecurityModel {

    private final XattrRules xattrs;

    /** @param xattrs which extended attributes the guest may use */
    XattrModel(XattrRules xattrs) {
        this.xattrs = xattrs;
    }

    @Override
    public final void checkXattr(byte[] name) throws FileException {
        xattrs.toHost(name, true);
    }

    @Override
    public final byte[] getXattr(PathEntry entry, byte[] name) throws FileException {
        return entry.node().getXattr(xattrs.toHost(name, false));
    }

    @Override
    public final void setXattr(PathEntry entry, byte[] name, byte[] value, XattrExistence existence)
            throws FileException {
        entry.node().setXattr(xattrs.toHost(name, true), value, existence);
    }

    @Override
    public final void removeXattr(PathEntry entry, byte[] name) throws FileException {
        entry.node().removeXattr(xattrs.toHost(name, true));
    }

    @Override
    public final List<byte[]> listXattrs(PathEntry entry) throws FileException {
        return xattrs.shown(entry.node().listXattrs());
    }
}
