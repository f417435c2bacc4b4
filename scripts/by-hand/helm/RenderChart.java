import com.marcnuri.helm.Helm;
import java.nio.file.Files;
import java.nio.file.Path;

/// Lints the chart in `words[0]` and renders it with the values in `words[1]` into `words[2]`.
void main(String[] words) throws Exception {
    Helm helm = new Helm(Path.of(words[0]));
    var lint = helm.lint().strict().call();
    lint.getMessages().forEach(IO::println);
    if (lint.isFailed()) {
        System.exit(1);
    }
    Files.writeString(Path.of(words[2]), helm.template().withName("demo").withNamespace("media")
            .withValuesFile(Path.of(words[1])).call());
}
