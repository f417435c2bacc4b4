package io.freshet.control.alerts;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Properties;
import java.util.function.Supplier;

/// By e-mail, through the operator's own server.
///
/// Threading: shared.
///
/// @param server where it is; asked for when there is mail
record MailCarrier(Supplier<SmtpOptions> server) implements Carrier {

    private static final String TIMEOUT_MS = "10000";

    @Override
    public void carry(Channel channel, Message message) throws NotCarried {
        SmtpOptions options = server.get();
        if (options.host().isEmpty()) {
            throw new NotCarried("the settings name no mail server (alerts.smtp-host)");
        }
        Session session = Session.getInstance(properties(options));
        try (Transport transport = session.getTransport("smtp")) {
            MimeMessage mail = mail(session, options.from(), channel, message);
            transport.connect(options.host(), options.port(),
                    options.user().isEmpty() ? null : options.user(),
                    options.user().isEmpty() ? null : options.password());
            transport.sendMessage(mail, mail.getAllRecipients());
        } catch (MessagingException failure) {
            throw new NotCarried("the mail server " + options.host() + " did not take it: "
                    + failure.getMessage(), failure);
        }
    }

    private static Properties properties(SmtpOptions options) {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.connectiontimeout", TIMEOUT_MS);
        properties.setProperty("mail.smtp.timeout", TIMEOUT_MS);
        properties.setProperty("mail.smtp.writetimeout", TIMEOUT_MS);
        properties.setProperty("mail.smtp.auth", Boolean.toString(!options.user().isEmpty()));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        switch (options.security()) {
            case NONE -> { }
            case STARTTLS -> {
                properties.setProperty("mail.smtp.starttls.enable", "true");
                properties.setProperty("mail.smtp.starttls.required", "true");
            }
            case TLS -> properties.setProperty("mail.smtp.ssl.enable", "true");
        }
        return properties;
    }

    private static MimeMessage mail(Session session, String from, Channel channel,
            Message message) throws MessagingException {
        MimeMessage mail = new MimeMessage(session);
        mail.setFrom(new InternetAddress(from));
        for (String each : channel.terms().recipients()) {
            mail.addRecipient(jakarta.mail.Message.RecipientType.TO, new InternetAddress(each));
        }
        mail.setSubject(message.subject(), StandardCharsets.UTF_8.name());
        mail.setText(message.text() + "\n", StandardCharsets.UTF_8.name());
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setSentDate(Date.from(Instant.ofEpochMilli(
                message.alerts().getFirst().sinceMs())));
        return mail;
    }
}
