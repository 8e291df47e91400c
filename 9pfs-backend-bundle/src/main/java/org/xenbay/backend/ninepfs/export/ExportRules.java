// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a guest may use a folder.
 *
 * @param model how owners and permissions are kept
 * @param readOnly whether nothing is changed
 * @param squash which users become others
 * @param quota how much the guest may put into it
 * @param descriptors most descriptors of files that the guest may hold
 * @param privileges what the guest may do beyond what is usual
 */
public record ExportRules(
        Model model, boolean readOnly, Squash squash, Quota.Limits quota, int descriptors, Privileges privileges) {

    /**
     * @param model how owners and permissions are kept
     * @param readOnly whether nothing is changed
     * @param squash which users become others
     * @param quota how much the guest may put into it
     * @param descriptors most descriptors of files that the guest may hold
     */
    public ExportRules(Model model, boolean readOnly, Squash squash, Quota.Limits quota, int descriptors) {
        this(model, readOnly, squash, quota, descriptors, Privileges.USUAL);
    }

    /** Names of {@link SecurityModel}s. */
    public enum Model {
        /** Owners and permissions are the host's own; the owner is set where possible. */
        NONE("none"),
        /** Owners and permissions are the host's own. */
        PASSTHROUGH("passthrough"),
        /** Owners and permissions are kept in extended attributes. */
        MAPPED_XATTR("mapped-xattr"),
        /** Owners and permissions are kept in a file beside each file. */
        MAPPED_FILE("mapped-file");

        private final String text;

        Model(String text) {
            this.text = text;
        }

        /**
         * @param text as in xl.cfg
         * @return the model of that name, if there is one
         */
        public static Optional<Model> of(String text) {
            String name = text.equals("mapped") ? MAPPED_XATTR.text : text;
            return Stream.of(values()).filter(each -> each.text.equals(name)).findFirst();
        }

        /** @return whether owners and permissions on the host differ from those that the guest sees */
        public boolean isMapped() {
            return this == MAPPED_XATTR || this == MAPPED_FILE;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** @return whether the guest's users have only the rights that these users have on the host */
    public boolean wantsUsersRights() {
        return !model.isMapped() && (privileges.users() || squash.kind() != Squash.Kind.NONE);
    }

    SecurityModel createModel() {
        XattrRules direct = new DirectXattrs(privileges.xattrs());
        return switch (model) {
            case NONE -> new DirectModel(false, direct);
            case PASSTHROUGH -> new DirectModel(true, direct);
            case MAPPED_XATTR -> new MappedModel(new XattrStore());
            case MAPPED_FILE -> new MappedModel(new SideFileStore());
        };
    }

    @Override
    public String toString() {
        return model
                + (readOnly ? ", read only" : "")
                + (quota.equals(Quota.Limits.NONE) ? "" : ", quota")
                + (squash.kind() == Squash.Kind.NONE
                        ? ""
                        : ", squash " + squash.kind().name().toLowerCase(Locale.ROOT))
                + (privileges.users() ? ", users' rights" : "");
    }
}
