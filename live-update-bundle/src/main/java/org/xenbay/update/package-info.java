/** Replaces bundles while guests use what they serve. */
package org.xenbay.update;
