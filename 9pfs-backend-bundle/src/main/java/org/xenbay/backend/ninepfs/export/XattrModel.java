// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.List;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.XattrExistence;

/** A model in which a file's extended attributes are those of the host's file, as far as its rules let the guest use them. */
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
    public final byte[] getXattr(Place place, byte[] name) throws FileException {
        return place.node().getXattr(xattrs.toHost(name, false));
    }

    @Override
    public final void setXattr(Place place, byte[] name, byte[] value, XattrExistence existence) throws FileException {
        place.node().setXattr(xattrs.toHost(name, true), value, existence);
    }

    @Override
    public final void removeXattr(Place place, byte[] name) throws FileException {
        place.node().removeXattr(xattrs.toHost(name, true));
    }

    @Override
    public final List<byte[]> listXattrs(Place place) throws FileException {
        return xattrs.shown(place.node().listXattrs());
    }
}
