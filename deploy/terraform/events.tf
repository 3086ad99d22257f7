# The bucket's events, by EventBridge: straight to an HTTP destination, or into a queue for the forwarder. What can't be delivered is kept
# as a dead letter, and an alarm tells of it. Nothing is lost either way: polling finds every file.

resource "aws_cloudwatch_event_rule" "drops" {
  count = local.with_notifications ? 1 : 0

  name        = "${var.name}-drops"
  description = "Drop files that come and go"

  event_pattern = jsonencode({
    source      = ["aws.s3"]
    detail-type = ["Object Created", "Object Deleted"]
    detail = merge(
      { bucket = { name = [aws_s3_bucket.drops.id] } },
      [for prefix in [var.prefix] : { object = { key = [{ prefix = prefix }] } } if prefix != ""]...
    )
  })
}

resource "aws_sqs_queue" "dead_letters" {
  count = local.with_notifications ? 1 : 0

  name                      = "${var.name}-dead-letters"
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true
}

resource "aws_cloudwatch_metric_alarm" "dead_letters" {
  count = local.with_notifications ? 1 : 0

  alarm_name          = "${var.name}-dead-letters"
  alarm_description   = "Notifications of drop files could not be delivered; polling finds the files all the same."
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = aws_sqs_queue.dead_letters[0].name }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arn == null ? [] : [var.alarm_topic_arn]
}

# Straight to an HTTP destination

resource "aws_cloudwatch_event_api_destination" "movies" {
  count = local.with_api_destination ? 1 : 0

  name                             = var.name
  description                      = "MovieGrains' notifications"
  invocation_endpoint              = var.notification_url
  http_method                      = "POST"
  invocation_rate_limit_per_second = 50
  connection_arn                   = var.api_connection_arn

  lifecycle {
    precondition {
      condition     = var.notification_url != null && var.api_connection_arn != null
      error_message = "notifications = \"api_destination\" needs notification_url and api_connection_arn."
    }
  }
}

data "aws_iam_policy_document" "invoke_assume" {
  count = local.with_api_destination ? 1 : 0

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.this.account_id]
    }
  }
}

data "aws_iam_policy_document" "invoke" {
  count = local.with_api_destination ? 1 : 0

  statement {
    actions   = ["events:InvokeApiDestination"]
    resources = [aws_cloudwatch_event_api_destination.movies[0].arn]
  }
}

resource "aws_iam_role" "invoke" {
  count = local.with_api_destination ? 1 : 0

  name               = "${var.name}-notify"
  assume_role_policy = data.aws_iam_policy_document.invoke_assume[0].json
}

resource "aws_iam_role_policy" "invoke" {
  count = local.with_api_destination ? 1 : 0

  name   = "invoke"
  role   = aws_iam_role.invoke[0].id
  policy = data.aws_iam_policy_document.invoke[0].json
}

resource "aws_cloudwatch_event_target" "api_destination" {
  count = local.with_api_destination ? 1 : 0

  rule     = aws_cloudwatch_event_rule.drops[0].name
  arn      = aws_cloudwatch_event_api_destination.movies[0].arn
  role_arn = aws_iam_role.invoke[0].arn

  # The most that there is: a day.
  retry_policy {
    maximum_event_age_in_seconds = 86400
    maximum_retry_attempts       = 185
  }

  dead_letter_config {
    arn = aws_sqs_queue.dead_letters[0].arn
  }
}
