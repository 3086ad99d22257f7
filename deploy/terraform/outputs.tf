output "bucket" {
  description = "The bucket for drop files."
  value       = aws_s3_bucket.drops.id
}

output "source" {
  description = "What the chart takes as one of sources."
  value       = "s3://${aws_s3_bucket.drops.id}/${var.prefix}"
}

output "reader_role_arn" {
  description = "The role of the service account."
  value       = one(aws_iam_role.reader[*].arn)
}

output "database_host" {
  description = "The host of the database."
  value       = one(aws_db_instance.movies[*].address)
}

output "database_owner_secret_arn" {
  description = "The secret in Secrets Manager that holds the owner's user and password."
  value       = one(aws_db_instance.movies[*].master_user_secret[0].secret_arn)
}

output "dead_letters_url" {
  description = "The queue of notifications that could not be delivered."
  value       = one(aws_sqs_queue.dead_letters[*].id)
}

output "eks_cluster" {
  description = "The name of the EKS cluster: aws eks update-kubeconfig --name …"
  value       = one(module.eks[*].cluster_name)
}

output "helm_values" {
  description = "Values for the chart: terraform output -raw helm_values > values-aws.yaml"
  value = yamlencode(merge(
    {
      sources = ["s3://${aws_s3_bucket.drops.id}/${var.prefix}"]
      s3      = { region = aws_s3_bucket.drops.region }
      serviceAccount = {
        name        = var.service_account.name
        annotations = { for arn in aws_iam_role.reader[*].arn : "eks.amazonaws.com/role-arn" => arn }
      }
    },
    [for database in aws_db_instance.movies : {
      edition = "cluster"
      postgres = {
        server = { host = database.address, database = database.db_name, secret = "${var.name}-postgres" }
        ca     = { configMap = "rds-ca", key = "global-bundle.pem" }
      }
    }]...
  ))
}
