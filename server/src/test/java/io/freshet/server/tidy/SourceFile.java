package io.freshet.server.tidy;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// One Java file, taken apart.
///
/// @param path        from the root of the sources
/// @param module      first folder of `path`
/// @param test        whether it is test code
/// @param packageName its package
/// @param lines       its text
/// @param imports     imported names, static ones with their member, in the order written
/// @param selects     dotted names in the code, `System.nanoTime`, `io.netty.buffer.ByteBuf`
/// @param words       simple names in the code
/// @param news        `new X()` of a class, with the number of its arguments: `Random/0`
/// @param types       types declared, nested ones too
/// @param methods     methods and constructors
record SourceFile(String path, String module, boolean test, String packageName, List<String> lines,
        List<Import> imports, Set<String> selects, Set<String> words, Set<String> news,
        List<TypeName> types, List<Method> methods) {

    /// @param name     full name, `*` included
    /// @param isStatic whether it imports a member
    record Import(String name, boolean isStatic) {
    }

    /// @param name     simple name
    /// @param isPublic as declared
    /// @param topLevel not inside another
    record TypeName(String name, boolean isPublic, boolean topLevel) {
    }

    /// @param name       `<init>` for constructors
    /// @param line       where it begins
    /// @param lineCount  from its first to its last line, annotations excluded
    /// @param parameters how many
    record Method(String name, int line, int lineCount, int parameters) {
    }

    boolean isPackageInfo() {
        return path.endsWith("/package-info.java");
    }

    /// Every full name that it uses: imported, or written out.
    List<String> uses() {
        return Stream.concat(imports.stream().map(Import::name),
                selects.stream()).toList();
    }
}
