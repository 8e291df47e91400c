/** The core of Xenbay; its OSGi side. */
package org.xenbay.core;
